// Opens a recording, saves its heat map, and saves the flame graph of a range. Both files go to the current folder.
//
//     dotnet run --project samples/QuickStart -- samples/profiles/shop.perf.gz

#region quick
using FlameScope;

#endregion

if (args is not [string path])
{
    Console.Error.WriteLine("usage: QuickStart PROFILE");
    return 2;
}

#region quick
ProfileView view = ProfileView.Open(path);
view.SaveHeatmap("heatmap.svg");
view.Between(28.30, 28.58).SaveFlameGraph("moment.svg");
#endregion
return 0;
