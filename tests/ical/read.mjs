// What two libraries read in calendar files: a list of texts in, for each library a list out.
//
// ical.js is what Thunderbird and Nextcloud read with, node-ical many bots and screens in halls.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import ical from "node-ical";

const files = JSON.parse(readFileSync(0, "utf8"));

const bySequence = (one, other) => (one.start + one.uid < other.start + other.uid ? -1 : 1);

function withIcalJs(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      sequence: event.sequence,
      status: component.getFirstPropertyValue("status"),
      start: event.startDate.toJSDate().toISOString(),
      end: event.endDate.toJSDate().toISOString(),
      summary: event.summary,
      location: event.location,
      organizer: component.getFirstPropertyValue("organizer"),
      attendees: event.attendees.map((one) => [one.getFirstValue(), one.getParameter("partstat") ?? ""]),
    };
  });
  return { method: calendar.getFirstPropertyValue("method"), events: events.sort(bySequence) };
}

const list = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

function withNodeIcal(text) {
  const found = Object.values(ical.sync.parseICS(text));
  const events = found
    .filter((one) => one.type === "VEVENT")
    .map((one) => ({
      uid: one.uid,
      sequence: Number(one.sequence),
      status: one.status,
      start: one.start.toISOString(),
      end: one.end.toISOString(),
      summary: one.summary,
      location: one.location,
      organizer: one.organizer?.val ?? null,
      attendees: list(one.attendee).map((one) => [one.val, one.params.PARTSTAT ?? ""]),
    }));
  const method = found.find((one) => one.type === "VCALENDAR")?.method ?? null;
  return { method, events: events.sort(bySequence) };
}

console.log(JSON.stringify({ "ical.js": files.map(withIcalJs), "node-ical": files.map(withNodeIcal) }));
