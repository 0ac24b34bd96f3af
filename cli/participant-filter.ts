import { fieldText } from '../shared/domain/field-text.ts';
import type { Row } from '../shared/domain/row.ts';

const idFields = ['user_id', 'id', 'participant_user_id', 'participant_uuid'];
const textFields = ['email', 'user_name'];

/** Whether a row is of the participant that somebody names by an id, or by address or name in any letter case. */
export function isParticipant(row: Row, participant: string): boolean {
  const text = participant.trim();
  return (
    idFields.some((field) => fieldText(row, field) === text) ||
    textFields.some((field) => fieldText(row, field)?.toLowerCase() === text.toLowerCase())
  );
}
