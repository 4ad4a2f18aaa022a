// Records a running .NET process, and saves its heat map and the flame graph of the moment that stands out most. Without arguments, it lists the
// processes.
//
//     dotnet run --project samples/RecordService -- 1234 20

using System.Globalization;
#region list
#region record
using FlameScope;
using FlameScope.DotNet;

#endregion
#endregion

if (args is not [string id, string time])
{
    #region list
    foreach (DotNetProcess process in DotNetRecorder.GetProcesses()) Console.WriteLine($"{process.Id,8}  {process.Name}");
    #endregion
    return 0;
}
int processId = int.Parse(id, CultureInfo.InvariantCulture);
double seconds = double.Parse(time, CultureInfo.InvariantCulture);

#region record
var view = new ProfileView(await DotNetRecorder.RecordAsync(processId, TimeSpan.FromSeconds(seconds)));
view.SaveHeatmap("heatmap.svg");
if (view.FindMoments() is [var moment, ..]) view.Within(moment.Range).SaveFlameGraph("moment.svg");
#endregion
return 0;
