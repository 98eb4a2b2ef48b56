'use client';

// What the browser decides, once the page has come to life there.

import { useEffect, useState } from 'react';

import { decide } from '../decide.js';
import { decide as decideDeployed } from '../deployed.js';

export function Browser({ visitor }) {
  const [answers, setAnswers] = useState('');
  useEffect(() => {
    setAnswers(JSON.stringify({ whole: decide(visitor), runtime: decideDeployed(visitor) }));
  }, [visitor]);
  return <p id="answers">{answers}</p>;
}
