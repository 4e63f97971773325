import type { RequestReply } from './contract/request.ts'
import { localIso } from './dates.ts'
import { languageOf, textIn } from './language.ts'
import type { StoredPractice, StoredRequest } from './store/model.ts'

type Visit = Pick<RequestReply, 'start' | 'end' | 'reason' | 'practitioner' | 'location'>

/** When, why, with whom and where, in the patient's language. What the rules no longer know is called by its id. */
export function visitOf({ file }: StoredPractice, request: StoredRequest): Visit {
  const language = languageOf(request.language ?? '') ?? 'en'
  const reason = file.reasons.find(({ id }) => id === request.reason)
  const practitioner = file.practitioners.find(({ id }) => id === request.practitioners[0])
  const location = file.locations.find(({ id }) => id === request.location)
  const { timeZone } = location ?? file.locations[0]!
  return {
    start: localIso(request.start, timeZone),
    end: localIso(request.end, timeZone),
    reason: { id: request.reason, name: reason ? textIn(language, reason.name, reason.names) : request.reason },
    practitioner: { id: request.practitioners[0], name: practitioner?.name ?? request.practitioners[0] },
    location: { id: request.location, name: location?.name ?? request.location, address: location?.address ?? '' },
  }
}
