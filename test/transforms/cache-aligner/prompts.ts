/** A system prompt as people write them, and what of it moves to its end; nothing where `moved` is empty. */
export interface PromptCase {
  readonly name: string
  readonly prompt: string
  readonly moved: readonly string[]
  /** A piece of the reason why something stays. */
  readonly stays?: string
}

const moves = (name: string, prompt: string, ...moved: string[]): PromptCase => ({ name, prompt, moved })
const stays = (name: string, prompt: string, why?: string): PromptCase => ({ name, prompt, moved: [], ...(why === undefined ? {} : { stays: why }) })

export const prompts: readonly PromptCase[] = [
  // Sentences
  moves('the example of the readme', 'You are helpful. Today is January 7, 2025.', 'Today is January 7, 2025.'),
  moves('a sentence in the middle', 'You are a careful assistant. Today is January 7, 2025. Answer briefly.', 'Today is January 7, 2025.'),
  moves('a sentence at the start', 'Today is Tuesday, January 7th, 2025. You are a travel agent. Be polite.', 'Today is Tuesday, January 7th, 2025.'),
  moves('the current date is', 'You are ChatGPT, a large language model.\nKnowledge cutoff: 2024-06\nCurrent date: 2025-01-07\n\nBe concise.', 'Current date: 2025-01-07'),
  moves('a long sentence stays whole', 'You help Bob. Today is January 7, 2025, and you are helping Bob, who lives in Paris, plan his week. Use metric units.', 'Today is January 7, 2025, and you are helping Bob, who lives in Paris, plan his week.'),
  moves('a wrapped sentence', 'You are an agent for a shop that sells bicycles and parts. Note that today is\nJanuary 7, 2025 in the time zone of the shop. Be polite.', 'Note that today is\nJanuary 7, 2025 in the time zone of the shop.'),
  moves('a paragraph wrapped at a column', 'You are an agent for a shop that sells bicycles and parts. For now you\nshall know that the current date and time is 2025-01-07 15:00:00 UTC,\nwhich you may use. Be polite.', 'For now you\nshall know that the current date and time is 2025-01-07 15:00:00 UTC,\nwhich you may use.'),
  moves('a clock with its date', 'You are a scheduler. The current time is 2025-01-07 15:04:05 EST. Never double-book.', 'The current time is 2025-01-07 15:04:05 EST.'),
  moves('p.m. ends no sentence', 'You are a scheduler. It is now January 7, 2025 at 3:05 p.m. in New York. Never double-book.', 'It is now January 7, 2025 at 3:05 p.m. in New York.'),
  moves('an ISO moment', 'You are a bot.\n\nNow: 2025-01-07T15:00:00.123Z\n\nAnswer in French.', 'Now: 2025-01-07T15:00:00.123Z'),
  moves('what refers to it comes along', 'You plan trips. Today is January 7, 2025. Use this date for relative dates such as tomorrow. Be brief.', 'Today is January 7, 2025. Use this date for relative dates such as tomorrow.'),
  moves('two sentences of one paragraph', 'Be kind. Today is January 7, 2025. Be brief. Your session id is 7c9e6679-7425-40de-944b-e07fc1f90ae7. Be exact.', 'Today is January 7, 2025.', 'Your session id is 7c9e6679-7425-40de-944b-e07fc1f90ae7.'),
  moves('brackets around it', 'You are an agent. (Today is January 7, 2025.) Be brief.', '(Today is January 7, 2025.)'),
  moves('a weekday alone', 'You are a cook. Today is Tuesday. Propose a menu.', 'Today is Tuesday.'),
  moves('it is', 'You are a cook. It is Tuesday, January 7, 2025. Propose a menu.', 'It is Tuesday, January 7, 2025.'),
  moves('a question mark and an exclamation mark end sentences', 'Ready? Today is January 7, 2025! Go on.', 'Today is January 7, 2025!'),
  // Lines
  moves('a line of its own', "You are a helpful assistant.\nToday's date: 2026-03-04\nTimezone: UTC", "Today's date: 2026-03-04"),
  moves('bold label', 'You are a bot.\n\n**Current date:** 2025-01-07\n\n**Language:** English', '**Current date:** 2025-01-07'),
  moves('several labels', 'You are an agent.\nDate: 2025-01-07\nTime: 14:05\nRequest ID: req_8f2c91\nRegion: eu-west-1', 'Date: 2025-01-07', 'Time: 14:05', 'Request ID: req_8f2c91'),
  moves('a Unix timestamp', 'You are a bot.\ntimestamp: 1736262000\nBe brief.', 'timestamp: 1736262000'),
  moves('a trace id', 'You are a bot.\ntrace_id=4bf92f3577b34da6\nBe brief.', 'trace_id=4bf92f3577b34da6'),
  moves('a commit', 'You review code.\nRepository: acme/shop\ncommit: 9fceb02d\nBe strict.', 'commit: 9fceb02d'),
  moves('a label on the line before', 'Current date:\n2025-01-07\n\nYou are an assistant.', 'Current date:', '2025-01-07'),
  moves('a heading over nothing else', '# Role\nYou help.\n\n## Current date\n2025-01-07\n\n## Rules\nBe nice.', '## Current date', '2025-01-07'),
  moves('a section with more in it keeps its heading', '## Context\nCurrent date: 2025-01-07\nUser: Bob\n\n## Rules\nBe nice.', 'Current date: 2025-01-07'),
  moves('a section with nothing else takes it along', '## Context\nCurrent date: 2025-01-07\nSession ID: s-1234567\n\n## Rules\nBe nice.', '## Context', 'Current date: 2025-01-07', 'Session ID: s-1234567'),
  moves('a label over lines that all move', 'Be nice.\n\nContext:\nCurrent date: 2025-01-07\nCurrent time: 14:05\n\nBe brief.', 'Context:', 'Current date: 2025-01-07', 'Current time: 14:05'),
  moves('an element on a line of its own', 'You are Claude.\n\n<current_date>2025-01-07</current_date>\n\nBe honest.', '<current_date>2025-01-07</current_date>'),
  moves('an item of a plain list', "- Be nice\n- Today's date: 2025-01-07\n- Use metric units", "- Today's date: 2025-01-07"),
  moves('a sentence of an item', '- Be nice. Today is January 7, 2025. Smile.\n- Use metric units', 'Today is January 7, 2025.'),
  moves('a system time with its zone', 'You are an SRE bot.\nSystem time (UTC): 2025-01-07 15:00:00\nEscalate early.', 'System time (UTC): 2025-01-07 15:00:00'),
  moves('generated at', 'You write reports.\nGenerated at 2025-01-07T15:00:00Z\nBe exact.', 'Generated at 2025-01-07T15:00:00Z'),
  moves('Windows line breaks', 'You are a bot.\r\nToday is January 7, 2025.\r\nBe brief.', 'Today is January 7, 2025.'),
  // Languages
  moves('German', 'Du bist ein Assistent. Heute ist Dienstag, 7. Januar 2025. Antworte kurz.', 'Heute ist Dienstag, 7. Januar 2025.'),
  moves('German clock', 'Du bist ein Assistent. Heute ist der 7. Januar 2025 um 15:00. Antworte kurz.', 'Heute ist der 7. Januar 2025 um 15:00.'),
  moves('German label', 'Du bist ein Assistent.\nDatum: 07.01.2025\nSprache: Deutsch', 'Datum: 07.01.2025'),
  moves('French', 'Tu es un assistant. Nous sommes le 7 février 2025. Sois bref.', 'Nous sommes le 7 février 2025.'),
  moves('Spanish', 'Eres un asistente. Hoy es 7 de enero de 2025. Sé breve.', 'Hoy es 7 de enero de 2025.'),
  moves('Spanish label', 'Eres un asistente.\nFecha actual: 2025-01-07\nIdioma: español', 'Fecha actual: 2025-01-07'),
  moves('Portuguese', 'Você é um assistente. Hoje é 7 de janeiro de 2025. Seja breve.', 'Hoje é 7 de janeiro de 2025.'),
  moves('Italian', 'Sei un assistente. Oggi è il 7 gennaio 2025. Sii breve.', 'Oggi è il 7 gennaio 2025.'),
  moves('Dutch', 'Je bent een assistent. Vandaag is het 7 januari 2025. Wees kort.', 'Vandaag is het 7 januari 2025.'),
  moves('Chinese', '你是一个助手。今天是2025年1月7日。请简短回答。', '今天是2025年1月7日。'),
  moves('Japanese', 'あなたは助手です。今日は2025年1月7日です。短く答えてください。', '今日は2025年1月7日です。'),
  moves('Korean', '당신은 비서입니다. 오늘은 2025년 1월 7일입니다. 짧게 답하세요.', '오늘은 2025년 1월 7일입니다.'),
  // Structures that are not torn
  stays('a block of code', 'You write logs like this:\n\n```\nCurrent time: 2025-01-07 15:00:00\nlevel: info\n```\n\nBe brief.', 'code'),
  stays('a fence that is not closed', 'You write logs.\n```\nToday is January 7, 2025.', 'code'),
  stays('an environment in XML', "You are an agent.\n\n<env>\nWorking directory: /srv\nToday's date: 2025-01-07\n</env>\n\nBe careful.", 'XML'),
  stays('nested XML', '<context>\n  <session>\n    <current_time>2025-01-07T15:00:00Z</current_time>\n  </session>\n</context>\nBe careful.', 'XML'),
  stays('JSON', 'Your state is:\n{\n  "current_date": "2025-01-07",\n  "user": "bob"\n}\nBe careful.', 'JSON'),
  stays('JSON in one line', 'Your state:\n{"current_date": "2025-01-07", "user": "bob"}\nBe careful.', 'JSON'),
  stays('a table', 'Facts:\n\n| what | value |\n|---|---|\n| current date | 2025-01-07 |\n\nBe careful.', 'table'),
  stays('a heading', '# Briefing of today, January 7, 2025\n\nBe careful.', 'heading'),
  stays('an underlined heading', 'Today is January 7, 2025\n========================\n\nBe careful.', 'heading'),
  stays('a numbered list', '1. Be nice.\n2. Today is January 7, 2025.\n3. Use metric units.', 'numbered'),
  stays('a nested list', '- Context\n  - Current date: 2025-01-07\n  - User: Bob\n- Rules', 'nested'),
  stays('an item with items under it', "- Today's date: 2025-01-07\n  - use it for relative dates\n- Be nice", 'nested'),
  stays('a quotation', 'The user wrote:\n> Today is January 7, 2025.\n> I need help.', 'quoted'),
  stays('a greeting in quotation marks', 'Greet with "Hello! Today is January 7, 2025." and go on.', 'quotation'),
  stays('a dialogue as an example', 'User: What day is it?\nAssistant: Today is January 7, 2025.\n\nBe brief.', 'example'),
  stays('an example after its label', 'Be brief.\n\nExample output:\nDate: 2025-01-07\nTotal: 12\n\nNothing else.', 'example'),
  stays('a bare value under a heading with more', '## Current date\n2025-01-07\nUse it well.\n\n## Rules\nBe nice.', 'line above'),
  // Dates that are no news
  stays('a cutoff', 'You are a model. Knowledge cutoff: 2024-06-01. Be brief.'),
  stays('a policy', 'You are an agent. This policy is effective January 7, 2025. Be brief.'),
  stays('a biography', 'You play Ada. Ada was born on December 10, 1815. She died on 27 November 1852. Stay in character.'),
  stays('a contract', 'The contract was signed on January 7, 2025. Quote it exactly.', 'of the moment'),
  stays('a due date', 'Be strict.\nDue date: 2025-01-07\nOwner: Bob', 'of the moment'),
  stays('a departure', 'Your booking:\nDeparture: 2025-01-07 10:00\nSeat: 12A', 'of the moment'),
  stays('opening hours', 'We are open from 9:00 to 17:30. Be polite.'),
  stays('a date format', 'Write dates like 2025-01-07. Be brief.'),
  stays('a version', 'You document version 2.0.1 of the tool. Be brief.'),
  stays('a model name with a date', 'You are claude-3-5-sonnet-20241022. Be brief.'),
  stays('a path with a date', 'Read /2024/05/2024-05-15-notes.md first. Be brief.'),
  stays('a placeholder', 'You are helpful. Today is {{current_date}}. Be brief.'),
  stays('an id of something that stays', 'The template 7c9e6679-7425-40de-944b-e07fc1f90ae7 is the only one you may use. Be brief.', 'of the moment'),
  stays('plain rules', 'You are a careful assistant.\n\nAnswer in the language of the user.'),
  // What comes before decides
  stays('behind a date that has to stay', "<env>\nToday's date: 2025-01-07\n</env>\nBe brief. Today is January 7, 2025. Be kind.", 'XML'),
  moves('behind an example', '```\nCurrent time: 2025-01-07 15:00:00\n```\nBe brief. Today is January 7, 2025. Be kind.', 'Today is January 7, 2025.'),
  stays('nothing but the date', 'Today is January 7, 2025.', 'at the end'),
]
