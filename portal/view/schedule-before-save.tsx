import type { PreviewReply } from '../../server/contract/calendar.ts'
import type { Portal } from '../model/portal.ts'
import { formatAppointment, formatRoute } from '../model/route.ts'
import type { RulesModel } from '../model/rules.ts'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'
import { OpeningsByWeek } from './schedule-openings.tsx'

/** What saving would bring about: openings, bookings that would stand outside hours, and what differs, in sentences. */
export function BeforeSave({ portal, rules, practice }: { portal: Portal; rules: RulesModel; practice: string }) {
  const preview = rules.preview.value
  const failure = rules.previewFailure.value
  return (
    <section class="schedule-aside" aria-labelledby="before-save" aria-busy={rules.isPreviewing.value}>
      <h2 id="before-save">Before you save</h2>
      {rules.changed.value.length === 0 ? (
        <p class="muted small">Nothing is changed. What you change here counts when you save.</p>
      ) : failure ? (
        <div class="note warning">
          <Icon name="warn" />
          <div>
            <p>{failureWords(failure)} What saving would bring about is not known.</p>
            <button type="button" class="button small" onClick={rules.askPreview}>
              Try again
            </button>
          </div>
        </div>
      ) : preview === null ? (
        <p class="muted small">Counting openings…</p>
      ) : rules.faults.value.length > 0 ? (
        <Faults rules={rules} />
      ) : (
        <Effects {...{ portal, preview, practice }} />
      )}
    </section>
  )
}

function Faults({ rules }: { rules: RulesModel }) {
  return (
    <div class="note warning" role="alert">
      <Icon name="warn" />
      <div>
        <p>
          <b>It can’t be saved like this</b>
        </p>
        <ul class="bullets">
          {rules.faults.value.map(({ pointer, detail }) => (
            <li key={pointer}>
              {detail}{' '}
              {document.getElementById(pointer) && (
                <button
                  type="button"
                  class="button quiet small"
                  onClick={() => document.getElementById(pointer)?.focus()}
                >
                  Go there
                </button>
              )}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

function Effects({ portal, preview, practice }: { portal: Portal; preview: PreviewReply; practice: string }) {
  const sum = (which: 'gained' | 'lost') => preview.weeks.reduce((all, week) => all + week[which], 0)
  const [gained, lost] = [sum('gained'), sum('lost')]
  return (
    <>
      {preview.what.length > 0 && (
        <ul class="bullets schedule-what">
          {preview.what.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      <p class="small muted">Nothing is moved or dropped. Nothing counts until you save.</p>
      <div class="schedule-sums">
        <p class="gained">
          <b>+ {gained}</b> {gained === 1 ? 'opening' : 'openings'} gained
        </p>
        <p class="lost">
          <b>− {lost}</b> {lost === 1 ? 'opening' : 'openings'} lost
        </p>
      </div>
      {preview.practitioners.length > 0 && (
        <table class="schedule-table">
          <caption class="sr">Openings of the year ahead by practitioner</caption>
          <thead class="sr">
            <tr>
              <th scope="col">Practitioner</th>
              <th scope="col">Gained</th>
              <th scope="col">Lost</th>
            </tr>
          </thead>
          <tbody>
            {preview.practitioners.map((each) => (
              <tr key={each.id}>
                <th scope="row">{each.name}</th>
                <td>+ {each.gained}</td>
                <td>− {each.lost}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <OpeningsByWeek weeks={preview.weeks} locale={portal.practice.value?.locale ?? 'en-GB'} />
      <AffectedList {...{ portal, preview, practice }} />
    </>
  )
}

const why = {
  'outside-hours': 'outside hours',
  closed: 'while you are closed',
  'over-capacity': 'more visits than places',
} as const

/** Who would stand where nothing is open any more. */
function AffectedList({ portal, preview, practice }: { portal: Portal; preview: PreviewReply; practice: string }) {
  const { affected } = preview
  if (affected.length === 0) {
    return (
      <p class="row small">
        <Icon name="check" /> No appointment or request is affected.
      </p>
    )
  }
  const words = portal.words.value
  return (
    <>
      <h3 class="row schedule-affected">
        <Icon name="warn" /> Affected: {affected.length}
      </h3>
      <p class="small muted">They stay as they are. None is moved or cancelled.</p>
      <ul class="schedule-affected-list">
        {affected.map((each) => {
          const name = each.patient ? `${each.patient.given} ${each.patient.family}` : (each.reason ?? 'Appointment')
          const isRequest = each.kind === 'request'
          return (
            <li key={`${each.kind} ${each.id}`}>
              <span>
                <b>{name}</b>
                <span class="line small muted">
                  {words.moment(Date.parse(each.start), portal.clock())} · {each.practitioner}
                  {isRequest && ' · request'} · {why[each.why]}
                </span>
              </span>
              <a
                href={isRequest ? formatRoute(practice, each.id, 'all') : formatAppointment(practice, each.id)}
                target="_blank"
                rel="noopener"
              >
                Open<span class="sr"> {name} in a new tab</span>
              </a>
            </li>
          )
        })}
      </ul>
    </>
  )
}
