// The values of the API in the words of the page.

/** `PARTLY_AGREED` as `Partly agreed`. */
export function label(value: string): string {
  const words = value.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** An EDTF date for readers: `2025-05-15/2025-05-16` as `15 May 2025 to 16 May 2025`, `2025-05-16~` as `about 16 May 2025`. */
export function day(edtf: string): string {
  const [from = '', until] = edtf.split('/').map(oneDay);
  return until === undefined ? from : `${from} to ${until}`;
}

/** An instant as its day, in UTC as the service counts. */
export function dayOf(instant: string): string {
  return oneDay(instant.slice(0, 10));
}

function oneDay(date: string): string {
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?([~?%]?)$/.exec(date);
  if (!match) return date;
  const [, year, month, dayOfMonth, qualifier] = match;
  const text = new Date(`${year}-${month ?? '01'}-${dayOfMonth ?? '01'}`).toLocaleDateString('en-GB', {
    timeZone: 'UTC',
    year: 'numeric',
    ...(month && { month: 'long' }),
    ...(dayOfMonth && { day: 'numeric' }),
  });
  return qualifier ? `about ${text}` : text;
}
