import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { act } from '../../api/client';
import { messageQuestion } from '../../api/questions';
import { useDoing } from '../../parts/doing';
import { tidy } from '../../parts/Payload';
import { Shown } from '../../parts/states';
import { useMay, useSession } from '../../shell/session';
import classes from './Message.module.css';

/** Corrects a message that could not be used, and tries it again; both stay in the journal. */
export function CorrectMessage({ message }: { message: number }) {
  const [isOpen, dialog] = useDisclosure();
  const mayAct = useMay('operate');
  const { masked } = useSession();
  return (
    <div>
      <Button variant="default" disabled={!mayAct || masked} onClick={dialog.open}>
        Correct message {message} and retry…
      </Button>
      <Modal
        opened={isOpen}
        onClose={dialog.close}
        size="xl"
        title={`Correct message ${message}`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Correcting message={message} close={dialog.close} />
      </Modal>
    </div>
  );
}

function Correcting({ message, close }: { message: number; close: () => void }) {
  const asked = useQuery(messageQuestion(String(message)));
  return (
    <Shown of={asked} rows={6}>
      {(known) =>
        known.isBase64 ? (
          <p>Its body is not text: correct it at the sender.</p>
        ) : (
          <Form message={message} body={tidy(known.body)} close={close} />
        )
      }
    </Shown>
  );
}

function Form({ message, body, close }: { message: number; body: string; close: () => void }) {
  const [text, setText] = useState(body);
  const [reason, setReason] = useState('');
  const navigate = useNavigate();
  const correct = useDoing(
    () =>
      act('/api/journal/{message}/correct', {
        path: { message },
        body: { body: text, reason: reason.trim() || null },
      }),
    {
      done: (made) => `Message ${made.message} stands in its place.`,
      reads: ['journal', 'cases', 'stock', 'orders'],
    },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    correct.mutate(undefined, {
      onSuccess: (made) => {
        close();
        navigate(`/journal/${made.message}`);
      },
    });
  };
  return (
    <form className={classes.correct} onSubmit={submit}>
      <Textarea
        label="What it should have said"
        autosize
        minRows={10}
        maxRows={24}
        spellCheck={false}
        classNames={{ input: 'mono' }}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <TextInput
        label="Why"
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <p className="quiet">
        It is taken in as if its sender had sent it now. The message as it came stays where it is; who
        corrected it is in the audit log.
      </p>
      <Button type="submit" disabled={text === body || !text.trim()} loading={correct.isPending}>
        Correct and retry
      </Button>
    </form>
  );
}
