/** A request as a widget sends it; every name is one nobody has, so that it can be looked for where it mustn't be. */
export function bodyFor(visit: { reason: string; start: number; practitioner?: string | null; hold?: string }, i = 0) {
  const { reason, start, practitioner = null, hold } = visit
  return {
    reason,
    practitioner,
    start: new Date(start).toISOString(),
    ...(hold === undefined ? {} : { hold }),
    patient: {
      given: `Zyx${i}`,
      family: 'Qworfle',
      birthDate: '1984-03-07',
      mobile: '555-0117',
      email: `zyx${i}@example.com`,
    },
    isNewPatient: false,
    consent: { email: false, text: true },
  }
}
