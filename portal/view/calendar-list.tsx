import type { GridColumn, Picture } from '../model/calendar-picture.ts'
import { formatPatient } from '../model/patients-address.ts'
import { hrefOf } from './calendar-item.tsx'
import type { CalendarPart } from './calendar-room.tsx'
import { Icon } from './icon.tsx'

/** The same week without a picture: day by day, what is open and what takes time. */
export function DayLists({ picture, ...part }: CalendarPart & { picture: Picture }) {
  return (
    <div class="calendar-lists">
      {picture.columns.map((column) => (
        <DayList key={column.key} {...part} column={column} />
      ))}
    </div>
  )
}

function DayList({ practice, model, words, column }: CalendarPart & { column: GridColumn }) {
  const aloud = words.dayAloud(column)
  const items = model.showItems.value ? column.items : []
  return (
    <section class="panel">
      <div class="panel-head">
        <h3>
          {words.dayInWords(column.date)}
          {column.date === model.today.value && <span class="calendar-today">, today</span>}
        </h3>
        <p class="small muted">{aloud.charAt(0).toUpperCase() + aloud.slice(1)}</p>
      </div>
      {items.length === 0 ? (
        <p class="panel-none muted">{model.showItems.value ? 'Nothing is booked.' : 'Bookings are hidden.'}</p>
      ) : (
        <ul>
          {items.map(({ item }) => {
            const href = hrefOf(practice.id, item)
            const text = words.item(item)
            return (
              <li key={item.id}>
                {(item.isOutsideHours || item.isOver) && <Icon name="warn" />}
                {href && <a href={href}>{text}</a>}
                {!href && item.kind === 'block' && (
                  <button type="button" class="calendar-plain" onClick={() => model.blocks.show(item)}>
                    {text}
                  </button>
                )}
                {!href && item.kind !== 'block' && text}
                {item.patientRecord !== null && (
                  <a class="small calendar-patient" href={formatPatient(practice.id, item.patientRecord)}>
                    Patient<span class="sr"> {words.itemName(item)}</span>
                  </a>
                )}
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}
