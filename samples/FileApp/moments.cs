#region app
#:package FlameScope.Core@0.1.0
using FlameScope;

ProfileView view = ProfileView.Open(args[0]);
foreach (var moment in view.FindMoments().Take(5)) Console.WriteLine(moment);
view.SaveReport("report.html");
#endregion
