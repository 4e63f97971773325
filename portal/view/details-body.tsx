import type { RequestDetail } from '../../server/contract/desk.ts'
import { fieldsOf } from '../model/fields.ts'
import type { Portal } from '../model/portal.ts'
import { CopyAllButton } from './copy-all-button.tsx'
import { CopyButton } from './copy-button.tsx'
import { FieldRows } from './field-rows.tsx'
import { Icon } from './icon.tsx'
import { Provenance } from './provenance.tsx'

export function DetailsBody({ portal, request, now }: { portal: Portal; request: RequestDetail; now: number }) {
  const { copies } = portal
  const words = portal.words.value
  const { person, sender, visit } = fieldsOf(request, words, now)
  const start = Date.parse(request.start)
  return (
    <div class="details-body">
      <div class="details-main">
        <p class="requested">
          {words.dayInFull(start)}, <span class="together">{words.timeRange(start, Date.parse(request.end))}</span>
        </p>
        <p>
          <span class="part">
            {request.reason} · {request.durationMinutes} min
          </span>
          <span class="between"> · </span>
          <span class="part">
            {request.anyone && 'Anyone available → '}
            {request.practitioner}
            {request.chair && ` · ${request.chair}`}
          </span>
        </p>
        {request.state === 'pending' && (
          <p class="held">
            <Icon name="check" />
            This request holds the place, nobody else is offered it.
          </p>
        )}
        <section class="block" aria-labelledby="patient">
          <div class="block-head">
            <h3 id="patient">Patient, as typed</h3>
            <CopyAllButton portal={portal} request={request} now={now} />
          </div>
          <FieldRows fields={person} copies={copies} />
        </section>
        {sender.length > 0 && (
          <section class="block" aria-labelledby="sender">
            <h3 id="sender">Sent by a guardian</h3>
            <FieldRows fields={sender} copies={copies} />
          </section>
        )}
        {request.note && (
          <section class="block" aria-labelledby="note">
            <div class="block-head">
              <h3 id="note">Note from the patient</h3>
              <CopyButton copies={copies} id="note" label="Note" text={request.note} />
            </div>
            <blockquote>{request.note}</blockquote>
          </section>
        )}
        <section class="block" aria-labelledby="visit">
          <h3 id="visit">Appointment asked for</h3>
          <FieldRows fields={visit} copies={copies} />
        </section>
      </div>
      <Provenance portal={portal} request={request} />
    </div>
  )
}
