using System.Diagnostics;
using System.Text.RegularExpressions;

namespace FlameScope.Model;

/// <summary>
/// Determines which stacks contain a frame whose name matches a regular expression. Each distinct name is matched once, and a stack matches if its
/// parent does.
/// </summary>
internal static class FrameNameMatcher
{
    /// <summary>Returns, for each stack of the profile, whether the name of any of its frames matches.</summary>
    public static bool[] MatchStacks(Profile profile, string pattern, TimeSpan timeout)
    {
        Regex regex = NamePattern.Create(pattern, timeout);
        FrameLabels labels = profile.Labels;
        var nameMatches = new bool[labels.Names.Count];
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < nameMatches.Length; i++)
        {
            string name = labels.Names[new LabelId(i)];
            nameMatches[i] = regex.IsMatch(name);
            if (timeout != Timeout.InfiniteTimeSpan && Stopwatch.GetElapsedTime(start) > timeout)
            {
                throw new RegexMatchTimeoutException(name, pattern, timeout);
            }
        }

        StackTable stacks = profile.Stacks;
        var stackMatches = new bool[stacks.Count];
        for (int i = 1; i < stackMatches.Length; i++)
        {
            stackMatches[i] = stackMatches[stacks.Parents[i].Value] || nameMatches[labels.ByFrame[stacks.Frames[i].Value].Value];
        }
        return stackMatches;
    }
}
