import type { PatientPage } from '../../server/contract/patients.ts'
import { accessOf, invitationEvents } from '../model/patient-words.ts'
import type { Words } from '../model/words.ts'
import { Breakable } from './breakable.tsx'
import { Chip } from './chip.tsx'
import { Icon } from './icon.tsx'
import type { PatientsPart } from './patients-room.tsx'
import { accessChips } from './patients-words.ts'

/** How the patient stands with booking by an account of their own, and what became of each invitation. */
export function PatientAccount({ portal, model, patient }: PatientsPart & { patient: PatientPage }) {
  const words = portal.words.value
  const now = portal.clock()
  const state = accessOf(patient)
  const chip = accessChips[state]
  const events = invitationEvents(patient, (at) => words.date(Date.parse(at)))
  const isBusy = model.acting.going.value && !model.question.value
  return (
    <section class="panel" aria-labelledby="patient-account">
      <div class="panel-head">
        <h3 id="patient-account">Online appointments</h3>
        <Chip icon={chip.icon} tone={chip.tone}>
          {chip.words}
        </Chip>
      </div>
      <div class="panel-body">
        <p>
          <Standing patient={patient} words={words} now={now} />
        </p>
        {model.mayChange && (
          <div class="acts">
            {state !== 'enrolled' && (
              <button
                type="button"
                class={state === 'removed' ? 'button' : 'button main'}
                aria-busy={isBusy}
                onClick={() => void model.sendInvitation()}
              >
                <Icon name="mail" />
                {isBusy ? 'Sending…' : 'Send invitation'}
              </button>
            )}
            {patient.access === 'invited' && patient.email !== null && (
              <button type="button" class="button" onClick={() => model.ask({ about: 'address' })}>
                Wrong address…
              </button>
            )}
            {state === 'enrolled' && (
              <button type="button" class="button" onClick={() => model.ask({ about: 'account' })}>
                Review account
              </button>
            )}
          </div>
        )}
        {events.length > 0 && (
          <div class="timeline patient-timeline">
            <ol aria-label="Invitations">
              {events.map((event) => (
                <li key={`${event.at} ${event.kind}`} class={event.kind === 'open' ? 'now' : ''}>
                  {event.kind === 'open' ? <b>{event.words}</b> : event.words}
                  <span class="muted line">
                    <time dateTime={event.at}>{words.moment(Date.parse(event.at), now)}</time>
                    {event.aside && `, ${event.aside}`}
                  </span>
                </li>
              ))}
            </ol>
          </div>
        )}
      </div>
    </section>
  )
}

/** In a sentence or two. */
function Standing({ patient, words, now }: { patient: PatientPage; words: Words; now: number }) {
  const last = patient.invitations[0]
  const when = patient.accessAt && words.momentInSentence(Date.parse(patient.accessAt), now)
  const by = patient.accessBy && patient.accessBy !== 'patient' ? ` by ${patient.accessBy}` : ''
  const to = last && (
    <>
      , to <Breakable text={last.email} before="@" />
    </>
  )
  switch (accessOf(patient)) {
    case 'none':
      return <>{readinessWords(patient)}</>
    case 'invited':
      return (
        <>
          Invited {when}
          {by}
          {to}. Not enrolled yet.
        </>
      )
    case 'bounced':
      return (
        <>
          Invited {when}
          {by}
          {to}. The mail came back: correct the address, or ask the patient.
        </>
      )
    case 'link-ended':
      return (
        <>
          Invited {when}
          {by}
          {to}.{' '}
          {last?.state === 'locked'
            ? 'The birth date was wrong too often, so the link is locked.'
            : 'The link no longer works.'}{' '}
          A new invitation can be sent.
        </>
      )
    case 'enrolled':
      return <>Enrolled {when}. Books with their details filled in.</>
    case 'removed':
      return (
        <>
          Removed {when}
          {by}. The old link is dead; a new invitation can be sent.
        </>
      )
  }
}

/** What an invitation would need. */
function readinessWords({ email, consent, birthDate, origin, revision }: PatientPage): string {
  const lacks = [
    ...(email === null ? ['an email address'] : []),
    ...(birthDate === null ? ['a date of birth'] : []),
    ...(consent.email ? [] : ['the consent to emails']),
    ...(consent.text ? [] : ['the consent to texts']),
  ]
  // Nobody here has looked it over: anybody can send a request in somebody's name.
  const isAsTyped = origin === 'online' && revision === 1
  if (lacks.length === 0) {
    return isAsTyped
      ? 'Agreed to emails and texts. The email is as typed in a request: make sure that it is the patient’s.'
      : 'Has an email; agreed to emails and texts.'
  }
  return `An invitation still needs ${new Intl.ListFormat('en', { type: 'conjunction' }).format(lacks)}.`
}
