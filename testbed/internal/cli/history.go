package cli

import "errors"

type historyCmd struct{}

func (c *historyCmd) Run(*Output) error { return errors.New("history: not in this build yet") }
