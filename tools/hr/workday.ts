import type { Person } from './world.ts';

/** Workday writes an offset behind every date; which one depends on where its server stands. */
const day = (date: string | null): string | null => (date === null ? null : `${date}-08:00`);
const bit = (truth: boolean): string => (truth ? '1' : '0');

/** @returns a person as a row of a Workday report: text, null, and lists of groups. About 1.5 KB as JSON. */
export function toReportEntry(person: Person): Record<string, unknown> {
  const { index, employeeId, first, last, department, location, manager } = person;
  return {
    Employee_ID: employeeId,
    Worker: `${first} ${last}${person.contingent ? ' [C]' : ''}`,
    Workday_ID: (index * 2654435761).toString(16).padStart(32, '0'),
    Legal_Name: `${first} ${last}`,
    Preferred_First_Name: first,
    Preferred_Last_Name: last,
    Local_Script_Name: index % 10 === 3 ? `"${last}", ${first}` : null,
    Emails_group: [
      { Type: 'Home', Email: `${employeeId.toLowerCase()}@home.example.net`, Primary: '0', Visibility: 'Private' },
      { Type: 'Work', Email: person.email, Primary: '1', Visibility: 'Public' },
    ],
    Phones_group: [
      { Type: 'Work', Device: 'Telephone', Number: person.phone, Primary: '1' },
      { Type: 'Home', Device: 'Mobile', Number: null, Primary: '0' },
    ],
    Photo_URL: person.picture,
    Status: person.status,
    Active: bit(person.status !== 'Terminated'),
    On_Leave: bit(person.status === 'On Leave'),
    Worker_Type: person.contingent ? 'Contingent Worker' : 'Employee',
    Is_Contingent: bit(person.contingent),
    Hire_Date: day(person.hired),
    Original_Hire_Date: day(person.hired),
    Termination_Date: day(person.ends),
    Job_group: [
      {
        Title: person.title,
        Level: String(person.level),
        Job_Profile: `JP-${department.code}-${person.level}`,
        Job_Family: `${department.name} Family`,
        Time_Type: index % 9 === 4 ? 'Part time' : 'Full time',
        FTE: index % 9 === 4 ? '0.8' : '1',
      },
    ],
    Department: department.name,
    Company: 'Northwind Collective International, Inc.',
    Cost_Center: `${department.code} ${department.name} – ${location.name}`,
    Supervisory_Organization: manager ? `${department.name} (${manager.name})` : 'Northwind Collective',
    Location: location.name,
    Location_group: [
      {
        Building: `${location.name} ${1 + (index % 4)}`,
        Address: `${location.street} ${1 + (index % 99)}`,
        Postal_Code: String(10000 + ((index * 7919) % 89999)),
        Country: location.country,
      },
    ],
    Manager_Employee_ID: manager?.employeeId ?? null,
    Manager_Name: manager?.name ?? null,
    ...(person.skills.length > 0 && { Skills_group: person.skills.map((skill) => ({ Skill: skill, Verified: '0' })) }),
    Notes: index % 50 === 7 ? 'Prefers “they”.\nAsk before calling {after hours}.' : null,
  };
}
