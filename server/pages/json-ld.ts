import type { Language } from '../contract/language.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import { textIn } from '../language.ts'
import type { LocationHours, Opening } from './hours.ts'
import { isWholeDay } from './hours-text.ts'

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/**
 * A practice as search engines and assistants read it (schema.org): who, where, when open, what can be requested, and at
 * which address.
 *
 * @param url - Of the hosted page.
 */
export function describePractice(
  file: PracticeFile,
  hours: readonly LocationHours[],
  url: string,
  language: Language,
): object {
  const places = file.locations.map(({ name, address }, i) => ({
    '@type': 'Place',
    name,
    address,
    telephone: file.phone,
    ...openingsOf(hours[i]!),
  }))
  const { address, openingHoursSpecification, specialOpeningHoursSpecification } = places[0]!
  return {
    '@context': 'https://schema.org',
    '@type': typeOf(file),
    '@id': `${url}#practice`,
    name: file.name,
    url,
    telephone: file.phone,
    ...(file.email ? { email: file.email } : {}),
    ...(places.length > 1
      ? { location: places }
      : { address, openingHoursSpecification, specialOpeningHoursSpecification }),
    makesOffer: file.reasons.map(({ name, names, description, descriptions }) => ({
      '@type': 'Offer',
      itemOffered: {
        '@type': 'Service',
        name: textIn(language, name, names),
        ...(description ? { description: textIn(language, description, descriptions) } : {}),
      },
    })),
    potentialAction: {
      '@type': 'ReserveAction',
      target: {
        '@type': 'EntryPoint',
        urlTemplate: url,
        inLanguage: language,
        actionPlatform: ['https://schema.org/DesktopWebPlatform', 'https://schema.org/MobileWebPlatform'],
      },
      result: { '@type': 'Reservation', provider: { '@id': `${url}#practice` } },
    },
  }
}

/** A practice file names no kind of practice; who works there as a dentist says so. */
function typeOf({ practitioners }: PracticeFile): 'Dentist' | 'MedicalBusiness' {
  return practitioners.some(({ role = '' }) => /\bdentist\b/i.test(role)) ? 'Dentist' : 'MedicalBusiness'
}

/** What is the same every week by weekday; the rest, and what is closed, by its dates. */
function openingsOf({ week, closures }: LocationHours) {
  const weekly = week.flatMap(({ weekday, openings, regularity }) =>
    regularity === 'weekly'
      ? openings.map((opening) => ({ ...opensAt(opening), dayOfWeek: weekdays[weekday - 1] }))
      : [],
  )
  const dated = week.flatMap(({ dates }) =>
    dates.flat().map((opening) => ({ ...opensAt(opening), ...validOn(opening.start, opening.start) })),
  )
  const closed = closures.filter(isWholeDay).map(({ start, end }) => ({
    '@type': 'OpeningHoursSpecification',
    opens: '00:00',
    closes: '00:00',
    ...validOn(start, new Date(Date.parse(`${end}Z`) - 1).toISOString()),
  }))
  return {
    openingHoursSpecification: [...weekly, ...dated],
    ...(closed.length > 0 ? { specialOpeningHoursSpecification: closed } : {}),
  }
}

function opensAt(opening: Opening) {
  const closes = isWholeDay(opening) ? '23:59' : opening.end.slice(11)
  return { '@type': 'OpeningHoursSpecification', opens: opening.start.slice(11), closes }
}

function validOn(from: string, through: string) {
  return { validFrom: from.slice(0, 10), validThrough: through.slice(0, 10) }
}
