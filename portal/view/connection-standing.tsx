import type { SyncStanding } from '../../server/contract/connection.ts'
import { formatRoom } from '../model/route.ts'
import type { ConnectionPart } from './connection-room.tsx'
import { StaleNote } from './connection-stale.tsx'
import { agoText, clockOrDay } from './connection-words.ts'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'

/** How the last syncs went, and *Sync now*. */
export function ConnectionStanding(part: ConnectionPart) {
  const { portal, model, standing, practice, now } = part
  const reply = model.kept.value!
  const shown = standing.now.value ?? reply.standing
  const isConnected = reply.connection.source !== null
  const words = portal.words.value
  const failure = standing.asking.failure.value
  return (
    <section class="panel" aria-labelledby="standing">
      <div class="panel-head">
        <h2 id="standing">{reply.software ?? 'How it stands'}</h2>
        {isConnected && practice.role !== 'read-only' && (
          <button
            type="button"
            class="button main"
            aria-disabled={shown.isRunning ? true : undefined}
            aria-busy={shown.isRunning}
            onClick={() => void standing.syncNow()}
          >
            <Icon name="sync" />
            {shown.isRunning ? 'Syncing…' : 'Sync now'}
          </button>
        )}
      </div>
      <div class="panel-body">
        {isConnected ? (
          <>
            <StaleNote portal={portal} practice={practice} standing={shown} now={now} />
            {shown.problem && (
              <div class="note danger">
                <Icon name="warn" />
                <div>
                  <p>
                    <b>{problemTitles[shown.problem.kind]}</b>, since {clockOrDay(words, shown.problem.since, now)}.
                  </p>
                  <p class="break">{shown.problem.words}</p>
                  {shown.problem.kind === 'emptied' && practice.role !== 'read-only' && (
                    <>
                      <p>Look there first: it may be another system, or one that was restored empty.</p>
                      <button type="button" class="button small" onClick={() => void standing.syncNow(true)}>
                        They are gone indeed: free their times
                      </button>
                    </>
                  )}
                </div>
              </div>
            )}
            {failure && (
              <p class="note danger" role="alert">
                <Icon name="warn" />
                <span>{failure.problem?.detail ?? failureWords(failure)} Nothing was lost; try again.</span>
              </p>
            )}
            <dl class="standing-facts">
              <div>
                <dt>Last good sync</dt>
                <dd>
                  {shown.lastGoodAt ? (
                    <time dateTime={shown.lastGoodAt} title={words.momentInFull(Date.parse(shown.lastGoodAt))}>
                      {agoText(shown.lastGoodAt, now)}
                    </time>
                  ) : (
                    'None yet'
                  )}
                </dd>
              </div>
              <div>
                <dt>Last try</dt>
                <dd>{shown.lastTriedAt ? words.moment(Date.parse(shown.lastTriedAt), now) : 'None yet'}</dd>
              </div>
              <div>
                <dt>Appointments ahead</dt>
                <dd>{shown.appointments}</dd>
              </div>
            </dl>
            {shown.isRunning && <Progress progress={shown.progress} />}
          </>
        ) : (
          <p class="muted">No practice system is connected. The schedule is what is entered here.</p>
        )}
        <ModeNote {...part} />
      </div>
    </section>
  )
}

const problemTitles: Readonly<Record<NonNullable<SyncStanding['problem']>['kind'], string>> = {
  unreachable: 'Your practice system does not answer',
  busy: 'Your practice system is busy',
  denied: 'Your practice system does not let us in',
  unreadable: 'What your practice system says can’t be read',
  misconfigured: 'Something is not set up right',
  emptied: 'Nearly all of your appointments are gone there',
  internal: 'Something went wrong on our side',
}

/** Without a total, that something moves is all that can be said. */
function Progress({ progress }: Pick<SyncStanding, 'progress'>) {
  const total = progress?.total ?? null
  return (
    <div class="sync-progress">
      <progress aria-label="Sync" {...(total ? { max: total, value: Math.min(progress!.done, total) } : {})} />
      <span class="small muted">
        {progress === null ? 'Starting…' : total ? `${progress.done} of ${total}` : `${progress.done} read`}
      </span>
    </div>
  )
}

/** What is connected and how the schedule is kept must go together. */
function ModeNote({ model, practice }: ConnectionPart) {
  const { connection, canWrite } = model.kept.value!
  const isConnected = connection.source !== null
  const text = isConnected
    ? practice.mode === 'own'
      ? 'The settings say that your schedule is kept here. Requests are linked to appointments of your practice system only when they say that it is kept there.'
      : practice.mode === 'writes' && !canWrite
        ? 'The settings say that accepting makes the appointment in your practice system, but it can only be read.'
        : null
    : practice.mode === 'own'
      ? null
      : 'The settings say that your schedule is kept in your practice system, but none is connected.'
  if (text === null) return null
  return (
    <p class="note warning">
      <Icon name="warn" />
      <span>
        {text} <a href={formatRoom(practice.id, 'settings')}>Open the settings</a>
      </span>
    </p>
  )
}
