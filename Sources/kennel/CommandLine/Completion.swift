import Essentials

/// The completion scripts for shells.
enum Completion {
    static func script(for shell: String) throws(UsageError) -> String {
        switch shell {
        case "bash": return bash
        case "zsh": return "autoload -U bashcompinit && bashcompinit\n" + bash
        case "fish": return fish
        default:
            throw UsageError(
                message: "There are completions for bash, zsh and fish, not '\(shell)'.")
        }
    }

    private static let shown = CommandDeclaration.all.filter { !$0.isHidden }

    /// Candidates after the words so far: the next words of commands, or a command's options and settings.
    private static var bash: String {
        let cases = prefixes.map { words in
            "        '\(words.joined(separator: " "))') found='\(nextWords(words))' ;;\n"
        }
        let options = shown.map { command in
            "        '\(command.name)'*) found='\(flags(command).joined(separator: " "))' ;;\n"
        }
        return """
            _kennel() {
                local word words= found=
                for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                    case $word in -*) ;; *) words="${words:+$words }$word" ;; esac
                done
                case $words in
            \((cases + options).joined())    esac
                COMPREPLY=($(compgen -W "$found" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -F _kennel kennel

            """
    }

    private static var fish: String {
        let groups = prefixes.compactMap(\.first).map { group in
            "complete -c kennel -f -n __fish_use_subcommand -a \(group)\n"
        }
        return groups.joined()
            + shown.map { command in
                let seen = command.words.dropLast().map { "__fish_seen_subcommand_from \($0)" }
                let condition =
                    seen.isEmpty ? "__fish_use_subcommand" : seen.joined(separator: "; and ")
                let word = command.words[command.words.count - 1]
                var lines =
                    "complete -c kennel -f -n '\(condition)' -a \(word) -d \(quoted(command.summary))\n"
                let inside = command.words.map { "__fish_seen_subcommand_from \($0)" }
                    .joined(separator: "; and ")
                for flag in flags(command) {
                    lines += "complete -c kennel -n '\(inside)' -l \(flag.dropFirst(2))\n"
                }
                return lines
            }.joined()
    }

    /// Incomplete commands: the empty one, and the first words of two-word commands.
    private static var prefixes: [[String]] {
        [[]] + Set(shown.filter { $0.words.count > 1 }.map { $0.words[0] }).sorted().map { [$0] }
    }

    private static func nextWords(_ words: [String]) -> String {
        let next = CommandLineParser.commands(under: words).filter { !$0.isHidden }
            .map { $0.words[words.count] }
        return Set(next).sorted().joined(separator: " ")
    }

    private static func flags(_ command: CommandDeclaration) -> [String] {
        command.options.map { "--\($0.name)" }
            + command.readSettings.filter { !$0.isSecret }.map(\.flag) + ["--help"]
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "\\'") + "'"
    }
}
