namespace FlameScope.Packages.Tests;

/// <summary>
/// A test of the packages in the folder that the environment variable FLAMESCOPE_PACKAGES names. It is skipped if the variable is not set.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PackageTheoryAttribute : TheoryAttribute
{
    public PackageTheoryAttribute()
    {
        if (Package.Folder is null) Skip = "Requires FLAMESCOPE_PACKAGES, a folder with packages.";
    }
}
