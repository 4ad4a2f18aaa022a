namespace FlameScope.AspNetCore;

/// <summary>An answer that a store counts in another way than by the stacks or samples of a selection.</summary>
internal interface IStoreAnswer
{
    /// <summary>Answers for a service or host of a store.</summary>
    /// <param name="profiles">Asks the store.</param>
    /// <param name="file">The service or host.</param>
    /// <param name="cancellationToken">Cancels the question, in the engine too.</param>
    /// <returns>The answer; <c>null</c> if it is computed of the stacks or samples of the selection.</returns>
    Task<Reply?> AnswerAsync(StoreProfiles profiles, ServedFile file, CancellationToken cancellationToken);
}
