namespace FlameScope.TestData;

/// <summary>The output of a command that is not <c>perf script</c>.</summary>
/// <param name="Command">The name of the command, which the message of the exception must contain.</param>
/// <param name="Text">The text.</param>
public sealed record OtherToolText(string Command, string Text);
