using Xunit;

namespace FlameScope.Store.Tests;

public class PostgreSqlTests
{
    [OptionalFact(Requirement.PostgreSql)]
    public async Task PostgreSQL_answers_as_the_library_does()
    {
        using var engine = new PostgreSqlEngine();
        StoreSuite.CheckLaws(engine.CreateStore, profiles: 3, queries: 8);
        await StoreSuite.CheckLimitsAsync(engine.CreateStore);
        await StoreSuite.CheckHostileNamesAsync(engine);
        StoreSuite.CheckText(engine);
    }
}
