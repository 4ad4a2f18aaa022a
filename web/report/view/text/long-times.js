// The times on the axes of long recordings, whose seconds have too many digits to read: hours and minutes from two hours on, days from two days on.

export const isLongRecording = ({ span }) => span >= 7200e9;

const hasDays = ({ span }) => span >= 2 * 86400e9;

export const longTimeUnit = profile => (hasDays(profile) ? 'days' : 'h:min');

// Returns the text of a time in whole minutes: 6:00, 2d or 2d 6:00.
export function longTimeText(profile, time) {
  const minutes = Math.round(time / 60e9);
  const days = hasDays(profile) ? Math.floor(minutes / 1440) : 0;
  const rest = minutes - days * 1440;
  const hours = `${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, '0')}`;
  return days === 0 ? hours : rest === 0 ? `${days}d` : `${days}d ${hours}`;
}
