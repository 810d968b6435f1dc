# Completes `jeton` in fish. What fits, `jeton @complete` says: a candidate a line, with its meaning behind a tab.

function __jeton_complete
    set -l words (commandline --tokenize --current-process --cut-at-cursor)
    set -l current (commandline --current-token --cut-at-cursor)
    set -l name (string match --regex '^--[^=]*=' -- $current; or echo)
    for line in ($words[1] @complete $words[2..-1] $current 2>/dev/null)
        switch $line
            case @files
                printf '%s\n' $name(__fish_complete_path (string replace -- "$name" '' $current))
            case @folders
                printf '%s\n' $name(__fish_complete_directories (string replace -- "$name" '' $current))
            case @commands
                __fish_complete_command
            case '*'
                echo $line
        end
    end
end
complete --command jeton --no-files --arguments '(__jeton_complete)'
