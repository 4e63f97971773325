import type { Channel, ConsentEntry, PatientPage } from '../../server/contract/patients.ts'
import { Icon } from './icon.tsx'
import type { PatientsPart } from './patients-room.tsx'
import { channelWords, consentWords, wordingWords } from './patients-words.ts'

/** So many changes are seen at once; those before are behind a button. */
const shown = 3

/** How the practice may write to the patient, text and email apart, and who changed that when. */
export function PatientConsents({ portal, model, patient }: PatientsPart & { patient: PatientPage }) {
  return (
    <section class="panel" aria-labelledby="patient-consents">
      <div class="panel-head">
        <h3 id="patient-consents">Consents</h3>
        {model.mayChange && (
          <button
            type="button"
            class="button small"
            onClick={() => model.ask({ about: 'consents', thenInvite: false })}
          >
            Change <span class="sr">the consents</span>
          </button>
        )}
      </div>
      <div class="panel-body patient-consents">
        {(['email', 'text'] as const).map((channel) => (
          <Consent key={channel} portal={portal} channel={channel} patient={patient} />
        ))}
      </div>
    </section>
  )
}

function Consent(props: { portal: PatientsPart['portal']; channel: Channel; patient: PatientPage }) {
  const { portal, channel, patient } = props
  const isGiven = patient.consent[channel]
  const entries = patient.consents.filter((each) => each.channel === channel)
  const earlier = entries.slice(shown)
  return (
    <div class={isGiven ? 'consent given' : 'consent'}>
      <Icon name={isGiven ? 'check' : 'x'} />
      <div>
        <h4>
          {channelWords[channel]}: {isGiven ? 'agreed' : 'not agreed'}
        </h4>
        {entries.length === 0 && <p class="small muted">Nothing is recorded.</p>}
        <Entries portal={portal} entries={entries.slice(0, shown)} />
        {earlier.length > 0 && (
          <details>
            <summary class="small">
              {earlier.length === 1 ? '1 earlier change' : `${earlier.length} earlier changes`}
            </summary>
            <Entries portal={portal} entries={earlier} />
          </details>
        )}
      </div>
    </div>
  )
}

function Entries({ portal, entries }: { portal: PatientsPart['portal']; entries: readonly ConsentEntry[] }) {
  const words = portal.words.value
  const now = portal.clock()
  if (entries.length === 0) return null
  return (
    <ul class="small muted">
      {entries.map((entry) => (
        <li key={entry.at}>
          {consentWords(entry)}, <time dateTime={entry.at}>{words.momentInSentence(Date.parse(entry.at), now)}</time>
          {entry.note && `: “${entry.note}”`} <span class="together">({wordingWords(entry)})</span>
        </li>
      ))}
    </ul>
  )
}
