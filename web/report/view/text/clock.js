// The time of day of a sample, where the recording contains it: local time of the recording when only that is known, otherwise UTC.

export function clockText(profile, time, decimals = 0) {
  if (profile.wallOrigin === null || profile.wallOrigin === undefined) return null;
  const text = new Date(profile.wallOrigin + Math.floor(time / 1e6)).toISOString();
  return text.slice(11, decimals > 0 ? 20 + decimals : 19);
}

export function clockStart(profile) {
  if (profile.wallOrigin === null || profile.wallOrigin === undefined) return null;
  const text = new Date(profile.wallOrigin).toISOString();
  return `${profile.wallIsExact ? '' : 'about '}${text.slice(0, 10)} ${text.slice(11, 19)}${profile.wallIsUtc ? ' UTC' : ''}`;
}
