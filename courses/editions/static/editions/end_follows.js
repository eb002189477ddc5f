/**
 * A meeting that begins on another day or hour ends later by as much, as long as nobody typed when
 * it ends. A new one lasts as long as the one before it, or as a meeting of the training lasted the
 * last time, or as the training does, or two hours, until somebody says otherwise: so its calendar
 * opens on the right day. Without a script the form says which times do not go together.
 */
(() => {
  const jquery = window.jQuery;
  if (!jquery) return;
  const before = new WeakMap();
  const touched = new WeakSet();
  let entered = null;
  const STARTS = '[name^="sessions-"][name$="-starts_at"]';
  const ENDS = '[name^="sessions-"][name$="-ends_at"]';
  const LONGEST = 4 * 60;
  const TWO_HOURS = 2 * 60 * 60 * 1000;

  const read = (text) => {
    const found = /^(\d{1,2})-(\d{1,2})-(\d{4}) (\d{1,2}):(\d{2})$/.exec(text.trim());
    if (!found) return null;
    const [day, month, year, hour, minute] = found.slice(1).map(Number);
    return new Date(year, month - 1, day, hour, minute);
  };
  const two = (number) => String(number).padStart(2, "0");
  const write = (day) =>
    `${two(day.getDate())}-${two(day.getMonth() + 1)}-${day.getFullYear()} ` +
    `${two(day.getHours())}:${two(day.getMinutes())}`;

  const endOf = (start) =>
    document.getElementsByName(start.name.replace("starts_at", "ends_at"))[0];
  const minutesIn = (id) => {
    const minutes = document.getElementById(id);
    const chosen = document.querySelector("[name=training]")?.value;
    return minutes ? JSON.parse(minutes.textContent)[chosen] : undefined;
  };
  /** How long a meeting of the chosen training lasted the last time. Of one that was not given yet,
   *  how long all its meetings last together, where that is half a day: then it is one meeting. */
  const ofTraining = () => {
    const together = minutesIn("minutes-of-trainings");
    const length = minutesIn("minutes-of-meetings") ?? (together <= LONGEST ? together : undefined);
    return length && length * 60 * 1000;
  };
  /** How long the last meeting lasts of which both times are there. */
  const usual = () => {
    const lengths = [...document.querySelectorAll(STARTS)]
      .map((start) => read(endOf(start)?.value ?? "") - read(start.value))
      .filter((length) => length > 0 && length < 24 * 60 * 60 * 1000);
    return lengths.at(-1) ?? ofTraining() ?? TWO_HOURS;
  };

  const follow = ({ target: start }) => {
    const end = endOf(start);
    const [was, now] = [before.get(start), read(start.value)];
    if (now) before.set(start, now);
    if (now && end && !end.value.trim()) {
      end.value = write(new Date(now.getTime() + usual()));
      return;
    }
    const ended = end && read(end.value);
    if (!was || !now || !ended || touched.has(end) || ended <= was) return;
    end.value = write(new Date(now.getTime() + (ended - was)));
  };

  // The date picker tells of a change through jQuery alone.
  jquery(document)
    .on("focusin", STARTS, ({ target }) => {
      const day = read(target.value);
      if (day) before.set(target, day);
    })
    .on("change", STARTS, follow)
    // Who types in one that was filled in, means to replace it.
    .on("focusin", ENDS, ({ target }) => {
      entered = target;
    })
    .on("click", ENDS, ({ target }) => {
      // Only the first time: with the next one somebody puts the cursor where it is to be.
      if (entered === target && !touched.has(target)) target.select();
      entered = null;
    })
    .on("input change", ENDS, ({ target }) => touched.add(target));
})();
