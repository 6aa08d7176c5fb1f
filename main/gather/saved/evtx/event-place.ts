/** Where an element stands in the event schema; it decides what the element's content is to us. */
export type EventPlace = 'document' | 'event' | 'system' | 'event-data' | 'user-data' | 'elsewhere';

/** The parts of `System` that become fields of an event. */
export type EventField =
  | 'provider'
  | 'providerGuid'
  | 'id'
  | 'qualifiers'
  | 'level'
  | 'time'
  | 'recordId'
  | 'channel'
  | 'computer';

const fieldOfContent: ReadonlyMap<string, EventField> = new Map([
  ['EventID', 'id'],
  ['Level', 'level'],
  ['EventRecordID', 'recordId'],
  ['Channel', 'channel'],
  ['Computer', 'computer'],
]);

const fieldOfAttribute: ReadonlyMap<string, EventField> = new Map([
  ['Provider Name', 'provider'],
  ['Provider Guid', 'providerGuid'],
  ['EventID Qualifiers', 'qualifiers'],
  ['TimeCreated SystemTime', 'time'],
]);

/** The field that the text of `System/name` is, if any. */
export function contentField(place: EventPlace, name: string): EventField | undefined {
  return place === 'system' ? fieldOfContent.get(name) : undefined;
}

/** The field that the attribute of `System/name` is, if any. */
export function attributeField(place: EventPlace, name: string, attribute: string): EventField | undefined {
  return place === 'system' ? fieldOfAttribute.get(`${name} ${attribute}`) : undefined;
}

/** The place of the children of an element named `name` that itself stands in `place`. */
export function placeInside(place: EventPlace, name: string): EventPlace {
  if (place === 'document') return name === 'Event' ? 'event' : 'elsewhere';
  if (place === 'event') {
    if (name === 'System') return 'system';
    if (name === 'EventData') return 'event-data';
    if (name === 'UserData') return 'user-data';
    return 'elsewhere';
  }
  if (place === 'event-data') return name === 'Data' || name === 'ComplexData' ? 'user-data' : 'elsewhere';
  return place === 'user-data' ? 'user-data' : 'elsewhere';
}

/**
 * Whether an element without child elements is one value of the event's data list. These are, in document order, each
 * `EventData/Data` (an empty one too, so that %1, %2... keep their positions) and each leaf below `UserData`;
 * `Binary` is not an insertion string, and attributes of user data are not listed.
 */
export function isDataLeaf(place: EventPlace, name: string): boolean {
  return place === 'user-data' || (place === 'event-data' && placeInside(place, name) === 'user-data');
}
