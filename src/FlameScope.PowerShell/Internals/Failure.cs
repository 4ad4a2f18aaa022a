using System.Management.Automation;
using System.Text.RegularExpressions;
using FlameScope.DotNet;
using FlameScope.Heatmap;
using FlameScope.Model;
using FlameScope.Parsing;

namespace FlameScope.PowerShell;

/// <summary>Error records of the exceptions that the libraries document.</summary>
internal static partial class Failure
{
    /// <summary>Returns the error record of an exception, or <c>null</c> if the exception is a defect of the program.</summary>
    /// <param name="failure">The exception.</param>
    /// <param name="target">The object that failed: a path, a profile or a value.</param>
    public static ErrorRecord? Describe(Exception failure, object? target)
    {
        if (failure is SessionStateException or PSArgumentException or ProviderInvocationException)
        {
            ErrorRecord known = ((IContainsErrorRecord)failure).ErrorRecord;
            return new ErrorRecord(failure, known.FullyQualifiedErrorId, known.CategoryInfo.Category, known.TargetObject ?? target);
        }
        (string Id, ErrorCategory Category)? kind = failure switch
        {
            ProfileFormatException => ("NotReadable", ErrorCategory.InvalidData),
            UntimedProfileException => ("NoTimes", ErrorCategory.InvalidOperation),
            HeatmapTooLargeException => ("TooLarge", ErrorCategory.LimitsExceeded),
            DotNetRecordException => ("NotRecorded", ErrorCategory.OpenError),
            RegexMatchTimeoutException => ("ExpressionTooSlow", ErrorCategory.OperationTimeout),
            FileNotFoundException or DirectoryNotFoundException => ("FileNotFound", ErrorCategory.ObjectNotFound),
            UnauthorizedAccessException => ("AccessDenied", ErrorCategory.PermissionDenied),
            IOException => ("InputOutput", ErrorCategory.ReadError),
            ArgumentException or FormatException or OverflowException => ("InvalidArgument", ErrorCategory.InvalidArgument),
            InvalidOperationException or NotSupportedException => ("InvalidOperation", ErrorCategory.InvalidOperation),
            _ => null,
        };
        if (kind is not var (id, category)) return null;
        string source = target switch
        {
            ProfileView { Source: { Length: > 0 } name } => name,
            string path when failure is ProfileFormatException or IOException => path,
            _ => "",
        };
        string message = ParameterName().Replace(failure.Message, "");
        string prefix = source.Length == 0 || message.Contains(source, StringComparison.Ordinal) ? "" : source + ": ";
        return new ErrorRecord(failure, id, category, target) { ErrorDetails = new ErrorDetails(SafeText.Clean(prefix + message)) };
    }

    // The names of the library's parameters mean nothing to the user of a command.
    [GeneratedRegex(@" \(Parameter '\w+'\)|\r?\nActual value was [^\n]*")]
    private static partial Regex ParameterName();
}
