using Microsoft.Extensions.Options;

namespace FlameScope.AspNetCore;

/// <summary>Checks options.</summary>
internal sealed class FlameScopeOptionsValidator : IValidateOptions<FlameScopeOptions>
{
    public ValidateOptionsResult Validate(string? name, FlameScopeOptions options)
    {
        var problems = new List<string>();
        if (options.Store is null && string.IsNullOrWhiteSpace(options.Folder)) problems.Add("Folder is required: the folder with the profiles.");
        if (options.Store is not null && !string.IsNullOrWhiteSpace(options.Folder)) problems.Add("Folder and Store exclude each other: map two browsers.");
        if (options.Store is not null && options.AllowUploads) problems.Add("AllowUploads needs a folder, and there is a Store.");
        Require(options.MaximumUploadBytes > 0, nameof(options.MaximumUploadBytes));
        Require(options.CacheBytes > 0, nameof(options.CacheBytes));
        Require(options.MaximumProfileBytes > 0, nameof(options.MaximumProfileBytes));
        Require(options.ParseTimeout > TimeSpan.Zero && options.ParseTimeout.TotalMilliseconds < int.MaxValue, nameof(options.ParseTimeout));
        Require(options.MaximumConcurrentParses > 0, nameof(options.MaximumConcurrentParses));
        Require(options.MaximumQueuedParses >= 0, nameof(options.MaximumQueuedParses));
        Require(options.MaximumConcurrentAnswers > 0, nameof(options.MaximumConcurrentAnswers));
        Require(options.MaximumQueuedAnswers >= 0, nameof(options.MaximumQueuedAnswers));
        Require(options.MaximumRequests > 0, nameof(options.MaximumRequests));
        Require(options.MaximumFiles > 0, nameof(options.MaximumFiles));
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Require(bool isValid, string property)
        {
            if (!isValid) problems.Add($"{property} is out of range.");
        }
    }
}
