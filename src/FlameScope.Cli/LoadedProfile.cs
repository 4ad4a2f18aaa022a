using FlameScope.Model;

namespace FlameScope.Cli;

/// <summary>A profile and the name that the user gave for it.</summary>
internal sealed record LoadedProfile(string Name, Profile Profile);
