import { formatBare } from '../../report/view/text/format.js';

// Formats the facts of files.

const fewBytes = 1000;

export const formatBytes = bytes => (bytes < fewBytes ? `${bytes} bytes` : formatBare(bytes, 'bytes'));

// Formats a time as the date and minute of the user's clock.
export function formatModified(text) {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) return '';
  const two = number => String(number).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
