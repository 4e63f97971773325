import type { RulesModel } from '../model/rules.ts'
import { weekdayName } from '../model/schedule-rrule.ts'
import { addWindow, middleOf, splitWindow, timeOf, type WeekWindow, windowFault } from '../model/schedule-windows.ts'
import { Icon } from './icon.tsx'
import { type Choices, WindowFields } from './schedule-window.tsx'

/** Every edit of a week as fields, a group a day: what can be done in the picture can be done here. */
export function WeekForm(props: {
  windows: readonly WeekWindow[]
  /** Words of a weekday: `Monday 30 November`. */
  dayOf: (weekday: number) => string
  choices: Choices
  rules: RulesModel
  /** Where the week stands in the file; null: it isn't edited yet. */
  pointer: string | null
  mayChange: boolean
  onChange: (windows: WeekWindow[], step?: string) => void
  announce: (text: string) => void
}) {
  const { windows, dayOf, choices, rules, pointer, mayChange, onChange, announce } = props
  return (
    <div class="schedule-days">
      {[1, 2, 3, 4, 5, 6, 7].map((weekday) => {
        const areas = windows
          .map((window, index) => ({ window, index }))
          .filter((each) => each.window.weekday === weekday)
        return (
          <div key={weekday} class="schedule-day">
            <div class="schedule-day-head">
              <h3 id={`day-${weekday}`}>{dayOf(weekday)}</h3>
              {areas.length === 0 && <span class="muted small">No hours</span>}
              {mayChange && (
                <button
                  type="button"
                  class="button small"
                  onClick={() => {
                    const added = addWindow(windows, weekday)
                    if (added) onChange(added)
                    announce(added ? `Hours added on ${weekdayName(weekday)}` : 'There is no room on this day')
                  }}
                >
                  <Icon name="plus" />
                  Add hours<span class="sr"> on {weekdayName(weekday)}</span>
                </button>
              )}
            </div>
            {areas.map(({ window, index }, place) => {
              const of = areas.length > 1 ? `${weekdayName(weekday)}, hours ${place + 1}` : weekdayName(weekday)
              const at = `${pointer ?? '/week'}/windows/${index}`
              return (
                <div key={index} class="schedule-area">
                  <WindowFields
                    {...{ window, of, choices }}
                    pointer={at}
                    isFixed={!mayChange}
                    fault={windowFault(windows, index) ?? (pointer ? rules.faultAt(at) : null)}
                    onChange={(changed) => onChange(windows.map((each, i) => (i === index ? changed : each)))}
                  />
                  {mayChange && (
                    <div class="schedule-area-actions">
                      <button
                        type="button"
                        class="button quiet small"
                        onClick={() => {
                          onChange(splitWindow(windows, index, middleOf(window)))
                          announce(`Split at ${timeOf(middleOf(window))}`)
                        }}
                      >
                        Split<span class="sr"> the hours of {of}</span>
                      </button>
                      <button
                        type="button"
                        class="button quiet small"
                        onClick={() => {
                          onChange(windows.filter((_, i) => i !== index))
                          announce(`Hours removed on ${weekdayName(weekday)}`)
                          // The button is gone with them.
                          document
                            .getElementById(`day-${weekday}`)
                            ?.closest('.schedule-day')
                            ?.querySelector('button')
                            ?.focus()
                        }}
                      >
                        Remove<span class="sr"> the hours of {of}</span>
                      </button>
                    </div>
                  )}
                </div>
              )
            })}
          </div>
        )
      })}
    </div>
  )
}
