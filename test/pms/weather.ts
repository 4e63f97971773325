import { outcomeOf } from '../../demo/pms/fhir-store.ts'
import type { Asked, FhirServer, Mishap, Ways } from '../kit/fhir-server.ts'
import type { Chance } from '../torture/chance.ts'

/* How a server fails. What it is like stays so for a run; what befalls it changes from sync to sync. */

/** What a server is like: real ones differ in all of this. */
export function someWays(chance: Chance): Partial<Ways> {
  const isOld = chance.happens(0.4)
  return {
    pageSize: chance.pick([2, 3, 5, 11, 100]),
    lastUpdated: isOld ? chance.pick(['ignored', 'refused']) : 'works',
    isDateRequired: chance.happens(0.15),
    ignoresInclude: chance.happens(0.3),
    refusesSort: chance.happens(0.15),
    hasTotal: chance.happens(0.7),
    hasMetadata: chance.happens(0.7),
  }
}

export const weathers = [
  ...[
    'fair',
    'fair',
    'busy',
    'stumbling',
    'down',
    'slow',
    'silent',
    'cut',
    'truncated',
    'garbage',
    'outcome',
    'turning',
  ],
] as const
export type Weather = (typeof weathers)[number]

const garbage: readonly unknown[] = [
  null,
  'an entry',
  {},
  { resource: null },
  { resource: { resourceType: 'Nonsense', id: 'n1' } },
  { resource: { resourceType: 'Patient' } },
  { resource: outcomeOf('informational', 'warning') },
]

/**
 * Lets a kind of weather come over a server, until the next one does.
 *
 * @param act - What people do meanwhile, between two pages.
 */
export function bring(weather: string, { ways }: FhirServer, chance: Chance, act: () => void): void {
  ways.mishap = () => undefined
  ways.meanwhile = () => {}
  ways.besides = []
  const isListing = ({ target }: Asked) => target.startsWith('/Appointment?')
  /** The same for some questions in a row, from one on that chance chooses. */
  const some = (mishap: () => Mishap | Promise<Mishap | undefined> | undefined, most: number) => {
    let before = chance.below(12)
    let left = 1 + chance.below(most)
    ways.mishap = (asked) => {
      if (!isListing(asked) && !chance.happens(0.3)) return undefined
      if (before-- > 0 || left-- <= 0) return undefined
      return mishap()
    }
  }
  switch (weather) {
    case 'busy':
      some(() => ({ status: 429, headers: { 'retry-after': '1' } }), 6)
      break
    case 'stumbling':
      some(() => ({ status: 500 }), 6)
      break
    case 'down':
      ways.mishap = () => ({ status: chance.pick([500, 502, 503]) })
      break
    case 'slow':
      some(async () => {
        await new Promise((resolve) => setTimeout(resolve, 5 + chance.below(40)))
        return undefined
      }, 10)
      break
    case 'silent':
      some(() => 'silence', 5)
      break
    case 'cut':
      some(() => 'cut', 6)
      break
    case 'truncated':
      some(() => 'truncated', 6)
      break
    case 'garbage':
      ways.besides = garbage
      break
    case 'outcome':
      ways.besides = chance.happens(0.5) ? [{ resource: outcomeOf('processing') }] : []
      some(
        () => ({ status: 200, headers: { 'content-type': 'application/fhir+json' }, body: outcomeOf('exception') }),
        2,
      )
      break
    case 'turning':
      ways.meanwhile = (asked) => {
        if (isListing(asked) && chance.happens(0.4)) act()
      }
      break
  }
}
