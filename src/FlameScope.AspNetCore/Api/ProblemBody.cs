namespace FlameScope.AspNetCore;

/// <summary>An error, as in RFC 9457.</summary>
/// <param name="Type">The kind of problem: <c>about:blank</c>.</param>
/// <param name="Title">The reason phrase of the status.</param>
/// <param name="Status">The status.</param>
/// <param name="Detail">What is wrong.</param>
internal sealed record ProblemBody(string Type, string Title, int Status, string Detail);
