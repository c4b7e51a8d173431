import JSONText
import Testing

@Suite struct JSONPickingTests {
    let keys = JSONKeys(["a", "bb", "cc"])

    @Test(arguments: [
        "{}", #"{"a":1,"cc":[2]}"#, #"{ "x" : {"a":9} , "bb":"b","a":null }"#, #"{"a":1,"a":2}"#,
        "[1]", "3", #"{"\u0062b":1,"a":2,"\u0061":3}"#, #"{"b\u0062":1,"c\/":2,"\"":3}"#,
        #"{"x\u0061":1,"\ud83d":2,"\u0063c":"\u0061"}"#,
    ])
    func pickingGivesWhatLookingUpEachKeyGives(text: String) {
        let json = JSON(unchecked: Array(text.utf8))
        #expect(json.pick(keys) == ["a", "bb", "cc"].map { json[$0] })
    }
}
