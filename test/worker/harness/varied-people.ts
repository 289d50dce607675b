import { API_MAPPING } from './api-client.ts';

const attribute = (expression: string) => ({ expression });
/** A mapping with an attribute of every type. */
export const WIDE_MAPPING = {
  standard: {
    ...API_MAPPING.standard,
    hire_date: attribute('hired'),
    department: attribute('department'),
    location: attribute('location'),
    manager: attribute('manager'),
    status: attribute('status'),
  },
  custom: [
    { key: 'level', type: 'number', expression: 'level' },
    { key: 'skills', type: 'list', expression: 'skills' },
    { key: 'remote', type: 'boolean', expression: 'remote' },
    { key: 'role', type: 'text', expression: 'craft' },
  ],
  restricted_role: { expression: 'restricted' },
};

const person = (id: string, name: string, more: object = {}) => ({ id, name, mail: `${id}@acme.example`, ...more });
/** People who differ in every attribute that they can be filtered by. */
export const VARIED_PEOPLE = [
  person('0001', 'Ada Lovelace', { department: 'Engineering', location: 'Oslo, NO', level: 7, hired: '2020-02-29' }),
  person('2', 'Bo Ærø', { department: 'engineering ', location: 'Ørsta; West', level: 3.5, hired: '2021-01-01' }),
  person('3', 'Cy "C" O\\Neil', { department: 'Sales % 50_', manager: '1', level: -2, restricted: true }),
  person('4', 'Di', { manager: 'GONE@acme.example', skills: ['SQL', 'Öl'], remote: false, craft: 'lead' }),
  person('5', 'Ed', { manager: '2@ACME.example', skills: ['go'], remote: true, status: 'on leave' }),
];
export const ALL_NAMES = ['Ada Lovelace', 'Bo Ærø', 'Cy "C" O\\Neil', 'Di', 'Ed'];
export const [ADA_NAME, BO_NAME, CY_NAME, DI_NAME, ED_NAME] = ALL_NAMES;
