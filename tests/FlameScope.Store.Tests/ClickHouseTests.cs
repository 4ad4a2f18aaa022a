using Xunit;

namespace FlameScope.Store.Tests;

public class ClickHouseTests
{
    [OptionalFact(Requirement.ClickHouse)]
    public async Task Two_shards_of_ClickHouse_answer_as_the_library_does()
    {
        using var engine = new ClickHouseEngine();
        StoreSuite.CheckLaws(engine.CreateStore, profiles: 3, queries: 8);
        await StoreSuite.CheckLimitsAsync(engine.CreateStore);
        await StoreSuite.CheckHostileNamesAsync(engine);
        StoreSuite.CheckText(engine);
    }
}
