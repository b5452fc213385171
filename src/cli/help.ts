export const help = `headroom: makes the context of an LLM request smaller without losing what the answer needs

usage
  headroom optimize [file] [options]   writes the smaller request; the report goes to standard error
  headroom simulate [file] [options]   changes nothing; writes the report
  headroom stats [options]             what was recorded: tokens and money saved, by model, tool and day
  headroom report [options]            the same as one HTML file with charts
  headroom model <dir>                 puts the files of the embedding model MiniLM into a folder

input
  A request body (OpenAI, Anthropic, Google, AI SDK), an array of its messages, or anything
  else, which is taken as one tool result: JSON, JSON lines or text.
  Without a file, or with -, standard input is read.

options
  -q, --query <text>      what is asked of a lone tool result: rows that it names stay whole
      --tool <name>       the tool that gave a lone tool result
  -m, --model <name>      model for tokens and prices, such as gpt-4o-mini; default: the request's own
      --max-items <n>     room for one array, in rows of its median size; default: 15
      --no-index          no index lines for rows that are left out
      --tier <name>       what ranks rows: bm25 by words, static by the meaning of words, embedding by
                          MiniLM, hybrid by words and all else there is; default: hybrid
      --minilm <dir>      the folder with the files of MiniLM, which headroom model fills
      --lossless          only rewriting that can be undone; no row is left out
      --json              the report, or the stats, as JSON
      --since <time>      for stats and report: 30m, 24h, 7d, 2w or a date; default: all
  -o, --out <file>        for report: where it goes, - for standard output; default: headroom-report.html
      --folder <dir>      for stats and report: where records are; default: where sessions write them
      --from <dir>        for model: a folder that has its files
      --remote            for model: downloads it from huggingface.co, 24 MB
  -h, --help              this text
      --version           the version

exit codes
  0  done, also when there was nothing to save or the reader of the output left early
  1  the input could not be read or the output could not be written
  2  wrong usage: nothing was read

examples
  headroom optimize request.json > smaller.json
  curl -s https://api.example.com/items | headroom optimize --query "failed items" 2> report.txt
  headroom simulate request.json --json | jq .tokensSaved
  headroom report --since 7d --out week.html
`
