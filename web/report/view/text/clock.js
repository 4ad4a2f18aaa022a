// The time of day of a sample, where the recording contains it: in UTC or, if the reader wants it, in the time zone of the reader. Where only the local
// time of the recording is known, it is that time, and there is no choice.

const dayLength = 86400e9;

export const clockChoices = [
  ['utc', 'UTC'],
  ['local', 'Local time'],
];

export const hasClock = ({ wallOrigin }) => wallOrigin !== null && wallOrigin !== undefined;

// Indicates whether the time of day can be shown in another time zone.
export const hasZone = profile => hasClock(profile) && profile.wallIsUtc;

// Returns the name of what clocks show: UTC, local, or clock where the zone is not known.
export const clockName = (profile, clock) => (!hasZone(profile) ? 'clock' : clock === 'local' ? 'local' : 'UTC');

// Returns the time of day, for recordings of a day or longer with the date; null where it is not known.
export function clockText(profile, time, clock, decimals = 0) {
  if (!hasClock(profile)) return null;
  const text = isoText(profile, time, clock);
  const end = decimals > 0 ? 20 + decimals : 19;
  return profile.span < dayLength ? text.slice(11, end) : text.slice(0, end).replace('T', ' ');
}

// Returns the time of day for the axis: with the date and without seconds for recordings of a day or longer, with tenths where the step in seconds needs them.
export function clockTick(profile, time, clock, step) {
  if (!hasClock(profile)) return null;
  const text = isoText(profile, time, clock);
  if (profile.span >= dayLength) return `${text.slice(5, 10)} ${text.slice(11, 16)}`;
  return text.slice(11, step < 1 ? 21 : 19);
}

export function clockStart(profile, clock) {
  if (!hasClock(profile)) return null;
  const text = isoText(profile, 0, clock);
  const zone = !hasZone(profile) ? '' : clock === 'local' ? ` ${zoneOf(profile)}` : ' UTC';
  return `${profile.wallIsExact ? '' : 'about '}${text.slice(0, 10)} ${text.slice(11, 19)}${zone}`;
}

// The difference of the reader's time zone from UTC at a time, which changes with daylight saving.
const offsetAt = moment => -new Date(moment).getTimezoneOffset();

function isoText(profile, time, clock) {
  const moment = profile.wallOrigin + Math.floor(time / 1e6);
  const shift = hasZone(profile) && clock === 'local' ? offsetAt(moment) * 60000 : 0;
  return new Date(moment + shift).toISOString();
}

// The reader's zone at the start of the recording, such as UTC+02:00.
function zoneOf(profile) {
  const minutes = offsetAt(profile.wallOrigin);
  const size = Math.abs(minutes);
  const two = value => String(value).padStart(2, '0');
  return `UTC${minutes < 0 ? '−' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
