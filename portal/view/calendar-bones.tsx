/** The shape of a week to come. */
export function CalendarBones() {
  return (
    <div class="calendar-bones late" aria-busy="true">
      <p class="sr">Reading the calendar…</p>
      {[1, 2, 3, 4, 5, 6, 7].map((day) => (
        <div key={day} aria-hidden="true">
          <span class="bone line" />
          <span class="bone tall" />
        </div>
      ))}
    </div>
  )
}
