using FlameScope.Model;

namespace FlameScope.Cli;

/// <summary>A profile and what the user calls it.</summary>
internal sealed record LoadedProfile(string Name, Profile Profile);
