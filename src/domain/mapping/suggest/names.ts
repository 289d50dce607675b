import type { StandardKey } from '../../user/attributes.ts';

/** `Manager’s email`, `managers_email` and `managersEmail` are one. */
export const normalizeName = (key: string): string =>
  key
    // Keys of SCIM's extensions have a URN in front.
    .replace(/^urn:[\w:.-]*:/i, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

const words = (text: string): string[] => text.split(/\s+/).filter(Boolean);

/** The surest name first, normalized. */
export const ATTRIBUTE_SYNONYMS: Record<StandardKey, readonly string[]> = {
  full_name: words('fullname displayname name employeename workername formatted legalname preferredname worker'),
  email: words(`workemail email emailaddress primaryworkemail businessemail companyemail primaryemail emailwork mail
    emails userprincipalname username login`),
  picture_url: words('pictureurl photourl avatarurl imageurl picture photo avatar photos image profilepicture'),
  employee_id: words(`employeeid employeenumber workerid personnelnumber staffid staffnumber empid employeeno personid
    externalid employeecode id`),
  hire_date: words(`hiredate startdate dateofhire employmentstartdate joindate joiningdate hired hiredon startedon
    mostrecenthiredate originalhiredate continuousservicedate`),
  termination_date: words(`terminationdate enddate lastday lastdayofwork leavedate leavingdate employmentenddate
    dateofleaving terminatedon contractenddate ends`),
  status: words('status employmentstatus workerstatus employeestatus active isactive accountenabled state'),
  department: words('department departmentname dept orgunit organizationalunit division team supervisoryorganization'),
  title: words('jobtitle title businesstitle positiontitle position job jobprofile'),
  location: words('location locationname office officelocation worklocation site workplace city locality'),
  manager: words(`manageremail managersemail manageremployeeid managerid manageremailaddress supervisoremail
    managerworkemail manageremployeenumber supervisorid reportsto reportstoemail lineemail manager`),
};

export const FULL_NAME_PAIRS: readonly (readonly [first: string, last: string])[] = [
  ['preferredfirstname', 'preferredlastname'],
  ['firstname', 'lastname'],
  ['givenname', 'familyname'],
  ['givenname', 'surname'],
  ['forename', 'surname'],
  ['legalfirstname', 'legallastname'],
];

export const PERSON_WRAPPERS: ReadonlySet<string> = new Set(
  words(`person worker employee user profile personal personaldata basic basicinfo data
    attributes fields properties name contact contactinfo enterprise details`),
);

export const JOB_WRAPPERS: ReadonlySet<string> = new Set(
  words('job jobgroup position positiongroup employment work jobdata jobinfo assignment role address addresses'),
);

/** Where an attribute is an object: `department.name`. */
export const LABEL_KEYS: readonly string[] = words('name value displayname descriptor title formatted label');

export const MANAGER_PATTERN = /manager|supervisor|reportsto/;
export const OTHER_PEOPLE_PATTERN =
  /emergency|dependent|spouse|recruiter|assistant|partner|referr|approver|author|created|updated|modified|nextofkin/;

export const WORK_PATTERN = /^(?:work|business|office|primary|company|main)/i;
export const NOT_WORK_PATTERN = /home|personal|private|other|mobile/i;
