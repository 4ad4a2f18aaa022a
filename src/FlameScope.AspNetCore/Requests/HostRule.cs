using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace FlameScope.AspNetCore;

/// <summary>
/// The host names by which clients may address the server. A page of another site can make its name resolve to this server (DNS rebinding) and then read the
/// answers, but its requests have that name. An address or a loopback name cannot be made to resolve to something else.
/// </summary>
internal sealed class HostRule
{
    private readonly bool _allowsAll;
    private readonly IList<StringSegment> _names;

    public HostRule(IEnumerable<string> names)
    {
        List<StringSegment> all = ["localhost", "*.localhost", Environment.MachineName];
        foreach (string name in names)
        {
            if (name == "*") _allowsAll = true;
            else if (name.Length > 0) all.Add(name);
        }
        _names = all;
    }

    /// <summary>Indicates whether a host is allowed.</summary>
    public bool Allows(HostString host)
    {
        if (!host.HasValue) return false;
        if (_allowsAll) return true;
        string name = host.Host;
        return IPAddress.TryParse(name.AsSpan().Trim("[]"), out _) || HostString.MatchesAny(name, _names);
    }
}
