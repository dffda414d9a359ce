/// Why a file does not read as CSV.
///
/// Lines count from 1, as an editor shows them.
public enum BadCSV: Error, Equatable, CustomStringConvertible {
    /// The file has no line that could be a header.
    case noHeader
    /// A column has no name. Columns count from 1.
    case unnamedColumn(Int, line: Int)
    /// Two columns have the same name.
    case duplicateColumn(String, line: Int)
    /// The header is one column, or none, with commas, and several with another delimiter.
    case otherDelimiter(CSVDelimiter, line: Int)
    /// A line `sep=` names what is no delimiter.
    case badSeparator(String, line: Int)
    /// A line `sep=` and the run's parameter name different delimiters.
    case twoDelimiters(CSVDelimiter, given: CSVDelimiter, line: Int)
    /// Some lines end with CR alone, others with LF or CR LF.
    case mixedLineEnds(line: Int)
    /// A row has more or fewer fields than the header.
    case ragged(line: Int, fields: Int, columns: Int)
    /// The file is not CSV, or in an encoding that is not read.
    case foreign(ForeignFile)
    /// A record holds bytes that are no characters of the file's encoding: UTF-8 or UTF-16.
    case notText(_ encoding: String, line: Int)
    /// A record holds a NUL.
    case nul(line: Int)
    /// A quote stands where none may: inside a field without quotes, or before more text.
    case strayQuote(line: Int)
    /// A quoted field does not end.
    case openQuote(line: Int)
    /// A record is longer than any real one.
    case endlessRecord(line: Int, limit: Int)
    /// The file ends before the place where the run goes on.
    case shortened(size: Int, offset: Int)
    /// No character begins at the place where the run goes on.
    case insideCharacter(offset: Int)

    /// The error in words.
    public var description: String {
        switch self {
        case .noHeader: "the file is empty: its first line must name the columns"
        case .unnamedColumn(let column, let line): "line \(line): column \(column) has no name"
        case .duplicateColumn(let name, let line): "line \(line): two columns are named '\(name)'"
        case .otherDelimiter(let delimiter, let line):
            "line \(line): the names of the columns have no commas between them, but \(delimiter.words): if they are "
                + "several columns, start the run with the parameter \"delimiter\": \(delimiter.text); if it is one, with "
                + "\"delimiter\": \",\""
        case .badSeparator(let text, let line):
            "line \(line): 'sep=\(text)' names no delimiter: it must be one character of ASCII, and no letter, digit or quote"
        case .twoDelimiters(let named, let given, let line):
            "line \(line): the file says that \(named.text) is its delimiter, the parameter delimiter says \(given.text)"
        case .mixedLineEnds(let line):
            "line \(line): it ends with CR alone, and the first line with LF, or the reverse; write the file with line ends "
                + "of one kind, and a CR that is text in quotes"
        case .ragged(let line, let fields, let columns):
            "line \(line): \(fields) fields for \(columns) columns (raggedRows: \"skip\" leaves such rows out)"
        case .foreign(let file): "the file \(file.words)"
        case .notText("UTF-8", let line):
            "line \(line): the text is not UTF-8: if it is in an older encoding, such as Windows-1252, convert it to UTF-8"
        case .notText(let encoding, let line):
            "line \(line): the text is not \(encoding), as the file begins: it is damaged"
        case .nul(let line): "line \(line): a NUL byte, which no text has: the file is damaged, or no CSV"
        case .strayQuote(let line):
            "line \(line): a quote inside a field, which must then be in quotes, with \"\" for it"
        case .openQuote(let line): "line \(line): a quoted field does not end"
        case .endlessRecord(let line, let limit):
            "line \(line): the record is longer than \(limit) bytes; is a quote missing?"
        case .shortened(let size, let offset):
            "the file has \(size) bytes, but the run had come to byte \(offset): it was replaced"
        case .insideCharacter(let offset):
            "no character begins at byte \(offset), to which the run had come: the file was replaced; start a new run"
        }
    }
}
