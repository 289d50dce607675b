import type { StandardKey } from '../../user/attributes.ts';

/** A key without case, signs and apostrophes of any kind: `Manager’s email`, `managers_email` and `managersEmail` are one. */
export const normalizeName = (key: string): string =>
  key
    // A key of SCIM's extensions says at its end what it is.
    .replace(/^urn:[\w:.-]*:/i, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

/** What data sources call each attribute, the surest name first, as `plainName` writes them. */
export const ATTRIBUTE_SYNONYMS: Record<StandardKey, readonly string[]> = {
  full_name: [
    'fullname',
    'displayname',
    'name',
    'employeename',
    'workername',
    'formatted',
    'legalname',
    'preferredname',
    'worker',
  ],
  email: [
    ...['workemail', 'email', 'emailaddress', 'primaryworkemail', 'businessemail', 'companyemail', 'primaryemail'],
    ...['emailwork', 'mail', 'emails', 'userprincipalname', 'username', 'login'],
  ],
  picture_url: [
    'pictureurl',
    'photourl',
    'avatarurl',
    'imageurl',
    'picture',
    'photo',
    'avatar',
    'photos',
    'image',
    'profilepicture',
  ],
  employee_id: [
    ...['employeeid', 'employeenumber', 'workerid', 'personnelnumber', 'staffid', 'staffnumber', 'empid', 'employeeno'],
    ...['personid', 'externalid', 'employeecode', 'id'],
  ],
  hire_date: [
    ...['hiredate', 'startdate', 'dateofhire', 'employmentstartdate', 'joindate', 'joiningdate', 'hired', 'hiredon'],
    ...['startedon', 'mostrecenthiredate', 'originalhiredate', 'continuousservicedate'],
  ],
  termination_date: [
    ...['terminationdate', 'enddate', 'lastday', 'lastdayofwork', 'leavedate', 'leavingdate', 'employmentenddate'],
    ...['dateofleaving', 'terminatedon', 'contractenddate', 'ends'],
  ],
  status: [
    'status',
    'employmentstatus',
    'workerstatus',
    'employeestatus',
    'active',
    'isactive',
    'accountenabled',
    'state',
  ],
  department: [
    'department',
    'departmentname',
    'dept',
    'orgunit',
    'organizationalunit',
    'division',
    'team',
    'supervisoryorganization',
  ],
  title: ['jobtitle', 'title', 'businesstitle', 'positiontitle', 'position', 'job', 'jobprofile'],
  location: [
    'location',
    'locationname',
    'office',
    'officelocation',
    'worklocation',
    'site',
    'workplace',
    'city',
    'locality',
  ],
  manager: [
    ...['manageremail', 'managersemail', 'manageremployeeid', 'managerid', 'manageremailaddress', 'supervisoremail'],
    ...[
      'managerworkemail',
      'manageremployeenumber',
      'supervisorid',
      'reportsto',
      'reportstoemail',
      'lineemail',
      'manager',
    ],
  ],
};

/** Names for the two halves of a full name; each pair belongs together. */
export const FULL_NAME_PAIRS: readonly (readonly [first: string, last: string])[] = [
  ['preferredfirstname', 'preferredlastname'],
  ['firstname', 'lastname'],
  ['givenname', 'familyname'],
  ['givenname', 'surname'],
  ['forename', 'surname'],
  ['legalfirstname', 'legallastname'],
];

/** Objects that only hold what belongs to the person. */
export const PERSON_WRAPPERS: ReadonlySet<string> = new Set([
  ...['person', 'worker', 'employee', 'user', 'profile', 'personal', 'personaldata', 'basic', 'basicinfo', 'data'],
  ...['attributes', 'fields', 'properties', 'name', 'contact', 'contactinfo', 'enterprise', 'details'],
]);

/** Objects that hold what belongs to the job, or to the place of it. */
export const JOB_WRAPPERS: ReadonlySet<string> = new Set([
  ...[
    'job',
    'jobgroup',
    'position',
    'positiongroup',
    'employment',
    'work',
    'jobdata',
    'jobinfo',
    'assignment',
    'role',
    'address',
    'addresses',
  ],
]);

/** What an object is called by, where it stands for an attribute: `department.name`. */
export const LABEL_KEYS: readonly string[] = [
  'name',
  'value',
  'displayname',
  'descriptor',
  'title',
  'formatted',
  'label',
];

export const MANAGER_PATTERN = /manager|supervisor|reportsto/;
/** Other people, and those who keep the records. */
export const OTHER_PEOPLE_PATTERN =
  /emergency|dependent|spouse|recruiter|assistant|partner|referr|approver|author|created|updated|modified|nextofkin/;

export const WORK_PATTERN = /^(?:work|business|office|primary|company|main)/i;
export const NOT_WORK_PATTERN = /home|personal|private|other|mobile/i;
