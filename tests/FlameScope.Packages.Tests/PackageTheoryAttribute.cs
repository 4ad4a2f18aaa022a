namespace FlameScope.Packages.Tests;

/// <summary>
/// A test of the packages in the folder that FLAMESCOPE_PACKAGES names; the release script and the gate set it after they have packed. Skipped without it.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PackageTheoryAttribute : TheoryAttribute
{
    public PackageTheoryAttribute()
    {
        if (Package.Folder is null) Skip = "FLAMESCOPE_PACKAGES names no folder with packages.";
    }
}
