import type { Appointment } from '../../server/contract/desk.ts'
import { focusDetails } from '../focus.ts'
import type { Portal } from '../model/portal.ts'
import { formatAppointment } from '../model/route.ts'
import { MadeOnline } from './made-online.tsx'

/** The appointment that the request has become. */
export function LinkedAppointment(props: { portal: Portal; practice: string; appointment: Appointment }) {
  const { portal, practice, appointment } = props
  const words = portal.words.value
  const start = Date.parse(appointment.start)
  return (
    <section class="block linked" aria-labelledby="linked">
      <h3 id="linked">Appointment</h3>
      <p>
        <a
          href={formatAppointment(practice, appointment.id)}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
            event.preventDefault()
            portal.openRow({ kind: 'appointment', id: appointment.id })
            focusDetails()
          }}
        >
          {words.dayInFull(start)}, {words.timeRange(start, Date.parse(appointment.end))}
        </a>
        <span class="muted"> · {[appointment.practitioner, appointment.chair].filter(Boolean).join(' · ')}</span>
      </p>
      <MadeOnline portal={portal} at={appointment.madeOnlineAt} />
    </section>
  )
}
